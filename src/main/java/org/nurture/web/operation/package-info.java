/** The operations page, for those who may: what waits, the jobs, their schedules and history. */
@NullMarked
package org.nurture.web.operation;

import org.jspecify.annotations.NullMarked;
