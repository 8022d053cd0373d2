/**
 * The real engine on a real database, without a server: a little CRM, stand-ins for what is not the
 * engine's, and the words of {@link org.nurture.model.World}.
 */
@NullMarked
package org.nurture.harness;

import org.jspecify.annotations.NullMarked;
