/** Nurture beside a CRM that others made: Chinook, a music shop, on PostgreSQL. */
@NullMarked
package org.nurture.chinook;

import org.jspecify.annotations.NullMarked;
