/**
 * The command line {@code setpoint}. Each command is a {@link io.setpoint.cli.Task} that
 * works at a {@link io.setpoint.cli.Desk} and gives an {@link io.setpoint.cli.Answer};
 * how that is shown, as text or as JSON, and which exit status it has, is decided in one
 * place for all of them.
 * <p>
 * Internal: applications do not rely on it.
 */
@NullMarked
package io.setpoint.cli;

import org.jspecify.annotations.NullMarked;
