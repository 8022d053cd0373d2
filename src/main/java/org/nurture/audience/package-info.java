/**
 * The one door to the host's data: targets, filters, and reading records. Nothing else queries the
 * CRM.
 */
@NullMarked
package org.nurture.audience;

import org.jspecify.annotations.NullMarked;
