/** Tests of what Nurture takes from a server, on the databases. */
@NullMarked
package org.nurture.platform;

import org.jspecify.annotations.NullMarked;
