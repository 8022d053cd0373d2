package org.nurture.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class one {@link TestDatabase} of its own, as a parameter of its constructor or
 * methods. The contract is an abstract class; one thin subclass for each make:
 *
 * <pre>{@code
 * abstract class EnrolmentContract {
 *   EnrolmentContract(TestDatabase db) { … }
 *
 *   @Test
 *   void every_matching_record_becomes_a_participant_E1() { … }
 * }
 *
 * @OnDatabase(Make.H2)
 * class EnrolmentOnH2IT extends EnrolmentContract {
 *   EnrolmentOnH2IT(TestDatabase db) {
 *     super(db);
 *   }
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(TestDatabaseExtension.class)
public @interface OnDatabase {
  Make value();
}
