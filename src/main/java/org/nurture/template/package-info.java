/** Mail and SMS templates: Liquid, placeholders, rendering. */
@NullMarked
package org.nurture.template;

import org.jspecify.annotations.NullMarked;
