/**
 * The page of campaigns: board or list, searched and filtered, and what is done to a campaign from
 * there.
 */
@NullMarked
package org.nurture.web.board;

import org.jspecify.annotations.NullMarked;
