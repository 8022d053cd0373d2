/**
 * Configuration, data sources, transactions, clock, migrations, i18n. All packages may use it; it
 * uses none.
 */
@NullMarked
package org.nurture.platform;

import org.jspecify.annotations.NullMarked;
