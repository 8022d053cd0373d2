/** Faces beans, one small one per screen. No rules. */
@NullMarked
package org.nurture.web;

import org.jspecify.annotations.NullMarked;
