/** The page that tests a campaign on one record, step by step. */
@NullMarked
package org.nurture.web.testing;

import org.jspecify.annotations.NullMarked;
