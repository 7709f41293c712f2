package io.setpoint.schema.judging;

import io.setpoint.schema.DocumentSchema;
import org.jspecify.annotations.Nullable;

/**
 * A build of an application that reads the plain keys of a location.
 *
 * @param configuration the name of the configuration that it imports too
 * @param location the prefix of the location
 * @param schema the schema of the build, {@code null} if it has left none that can be
 * read
 * @since 0.1.0
 */
public record Reader(String configuration, String location, @Nullable DocumentSchema schema) {
}
