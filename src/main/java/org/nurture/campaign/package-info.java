/** Campaigns as people edit them: documents, validation, life cycle, staged changes. JPA. */
@NullMarked
package org.nurture.campaign;

import org.jspecify.annotations.NullMarked;
