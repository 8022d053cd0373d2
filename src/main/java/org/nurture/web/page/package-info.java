/**
 * What every page has: its frame (user, menu, language, held sending, failures) and what beans of
 * all screens share: messages, dialogs, texts, times, errors by field. Knows no screen.
 */
@NullMarked
package org.nurture.web.page;

import org.jspecify.annotations.NullMarked;
