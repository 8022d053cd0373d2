/**
 * JavaScript of server actions, in QuickJS inside a WebAssembly machine of pure Java: what runs
 * there has no way to the host but one text in and one text out. Knows nothing of records, actions
 * and databases; {@link org.nurture.action.script.Sandbox} is the entry.
 */
@NullMarked
package org.nurture.action.script;

import org.jspecify.annotations.NullMarked;
