package org.roadstead.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which scenarios of {@code config/quality/scenarios} a test method shows. A method that shows a part of a scenario is not
 * marked, unless the other marked methods of the same place show the rest.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Scenario {
    /**
     * Returns the ids, such as {@code CF27} or {@code M3}.
     *
     * @return the ids
     */
    String[] value();
}
