/** Tests by mouse and keyboard: Chromium against the server. One class per page. */
@NullMarked
package org.nurture.browser;

import org.jspecify.annotations.NullMarked;
