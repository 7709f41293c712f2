package io.setpoint.benchmark;

import java.time.Duration;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The type whose changes are measured.
 *
 * @param serial the number of the change
 * @param limit a number
 * @param burst a number
 * @param name a text
 * @param region a text
 * @param timeout a duration
 * @param interval a duration
 * @param size a size
 * @param rate a fraction
 * @param enabled a switch
 * @param strict a switch
 */
@ConfigurationProperties("limits")
@Validated
public record Limits(@Min(0) long serial, @Min(1) @Max(1000) int limit, @Min(1) int burst, @NotBlank String name,
		@NotBlank String region, @NotNull Duration timeout, @NotNull Duration interval, @NotNull DataSize size,
		@DecimalMin("0.0") double rate, boolean enabled, boolean strict) {
}
