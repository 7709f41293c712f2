/**
 * What follows a change where Spring Cloud's refresh scope is present, and what keeps a
 * refresh that somebody else starts from doing harm.
 */
@NullMarked
package io.setpoint.cloud;

import org.jspecify.annotations.NullMarked;
