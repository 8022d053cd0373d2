/**
 * Faces beans, one small one per screen, in a package per area of the screens. A {@code …Backing}
 * is what a page names, and lives as long as its view; a {@code …Desk} asks the features for it and
 * owns the transaction; a {@code …Draft} is a document as a form edits it. No rules.
 *
 * <p>The areas know each other in one direction only: all know {@code page}, most know {@code
 * filter}; {@code activity} knows {@code campaign}, {@code template} and {@code action}.
 */
package org.nurture.web;
