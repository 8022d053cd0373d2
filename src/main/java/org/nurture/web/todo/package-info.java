/**
 * What campaigns left for people to do: “My to-dos”, their number in the bar, and those on a
 * record's page.
 */
@NullMarked
package org.nurture.web.todo;

import org.jspecify.annotations.NullMarked;
