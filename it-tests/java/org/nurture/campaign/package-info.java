/** Tests of org.nurture.campaign that need a database. */
package org.nurture.campaign;
