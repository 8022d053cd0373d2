/**
 * Before the server: turns {@code NURTURE_…} into the files that Payara Micro starts with, and says
 * in one line why it could not start. The build runs it ({@code mvn package payara-micro:start});
 * nothing of the running application uses it, and only here is that server named.
 */
@NullMarked
package org.nurture.platform.micro;

import org.jspecify.annotations.NullMarked;
