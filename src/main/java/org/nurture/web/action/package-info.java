/**
 * The library of server actions and the form of one, which the dialog of an activity shows, too.
 */
@NullMarked
package org.nurture.web.action;

import org.jspecify.annotations.NullMarked;
