/** Jakarta Batch artifacts (thin), schedules, operations. */
@NullMarked
package org.nurture.job;

import org.jspecify.annotations.NullMarked;
