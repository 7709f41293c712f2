package io.setpoint.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is switched on.
 *
 * @param freeShipping whether orders are shipped for nothing
 */
@ConfigurationProperties("features")
record FeatureProperties(@DefaultValue("false") boolean freeShipping) {
}
