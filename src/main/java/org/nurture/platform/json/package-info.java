/**
 * JSON documents as people and programs hand them to us: strict parsing, reading that collects
 * every mistake with its JSON Pointer, and writing.
 *
 * <p>Entry points: {@link org.nurture.platform.json.JsonText} turns bytes or text into JSON-P
 * values, {@link org.nurture.platform.json.DocumentReader} reads an object's members, {@link
 * org.nurture.platform.json.DocumentWriter} builds one. Every feature writes its documents with
 * these, so that API.md's conventions hold everywhere: wrong JSON type 400, content 422, unknown
 * members refused, all mistakes told at once.
 *
 * <pre>{@code
 * record Reminder(String title, int days) {
 *   static Reminder read(DocumentReader in) {
 *     in.ignore("id");                       // read-only members of our own documents
 *     return new Reminder(in.text("title", 200), in.wholeNumber("days", 0, 30));
 *   }
 *   JsonObject toJson() {
 *     return new DocumentWriter().put("title", title).put("days", days).build();
 *   }
 * }
 * Reminder r = DocumentReader.read(JsonText.object(text), Reminder::read);
 * }</pre>
 */
@NullMarked
package org.nurture.platform.json;

import org.jspecify.annotations.NullMarked;
