/** Tests of org.nurture.action that need a database. */
package org.nurture.action;
