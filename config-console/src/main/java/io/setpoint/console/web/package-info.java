/**
 * The pages: what a controller puts together, a template shows.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.console.web;

import org.jspecify.annotations.NullMarked;
