/** The REST contract, called from outside on a running server. */
package org.nurture.rest;
