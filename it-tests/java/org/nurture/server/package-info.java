/** What only a running server can prove: Payara Micro with the WAR as it is shipped. */
@NullMarked
package org.nurture.server;

import org.jspecify.annotations.NullMarked;
