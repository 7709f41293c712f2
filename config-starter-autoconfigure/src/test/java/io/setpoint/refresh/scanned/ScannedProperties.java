package io.setpoint.refresh.scanned;

import io.setpoint.refresh.BeanWays.Settings;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Found by a scan.
 */
@ConfigurationProperties("way")
public class ScannedProperties extends Settings {

}
