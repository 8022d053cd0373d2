/** Figures, lists and timelines: read only. */
@NullMarked
package org.nurture.insight;

import org.jspecify.annotations.NullMarked;
