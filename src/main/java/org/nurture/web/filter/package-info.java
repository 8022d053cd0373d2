/**
 * The filter builder, wherever a form has one: a filter as rules or as text, with what a target
 * offers for them. {@link org.nurture.web.filter.FilterEditor} is what a form holds, {@link
 * org.nurture.web.filter.Fields} what forms ask about a target.
 */
@NullMarked
package org.nurture.web.filter;

import org.jspecify.annotations.NullMarked;
