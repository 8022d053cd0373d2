/** The REST contract (API.md): resources, documents, problem details. No rules. */
@NullMarked
package org.nurture.rest;

import org.jspecify.annotations.NullMarked;
