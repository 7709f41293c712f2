package io.setpoint.acceptance.scanned;

import io.setpoint.acceptance.BeanWays.Settings;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Found by a scan.
 */
@ConfigurationProperties("way")
public class ScannedProperties extends Settings {

}
