/** Campaigns out of documents: those that come ready made, and files that are imported. */
@NullMarked
package org.nurture.web.ready;

import org.jspecify.annotations.NullMarked;
