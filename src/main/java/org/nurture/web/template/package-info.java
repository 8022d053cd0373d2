/**
 * The library of mail and SMS templates and the form of one, which the dialog of an activity shows,
 * too; the frames in which a mail's HTML is shown.
 */
@NullMarked
package org.nurture.web.template;

import org.jspecify.annotations.NullMarked;
