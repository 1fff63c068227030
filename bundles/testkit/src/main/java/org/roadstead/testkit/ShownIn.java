package org.roadstead.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says where a test class shows its scenarios. Inherited test methods count for the class that runs them, so one contract can be
 * shown in several places.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ShownIn {
    /**
     * Returns the place.
     *
     * @return the place
     */
    Place value();
}
