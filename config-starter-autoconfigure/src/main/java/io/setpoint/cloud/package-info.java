/**
 * What follows a change where Spring Cloud's refresh scope is present, and what keeps a
 * refresh that somebody else starts from doing harm.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.cloud;

import org.jspecify.annotations.NullMarked;
