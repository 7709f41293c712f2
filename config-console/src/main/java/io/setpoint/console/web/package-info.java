/**
 * The pages: what a controller puts together, a template shows.
 */
@NullMarked
package io.setpoint.console.web;

import org.jspecify.annotations.NullMarked;
