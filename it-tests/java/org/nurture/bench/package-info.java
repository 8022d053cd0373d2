/** Programs that measure, run by hand (docs/performance.md). They assert nothing about time. */
@NullMarked
package org.nurture.bench;

import org.jspecify.annotations.NullMarked;
