package io.setpoint.cloud;

import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.logging.LoggingRebinder;

/**
 * Spring Cloud's log levels, which leaves alone what has followed etcd already: it would
 * set all levels of the environment again, also those that somebody has changed by hand.
 *
 * @since 0.1.0
 */
public class FollowedLogLevels extends LoggingRebinder {

	@Override
	public void onApplicationEvent(EnvironmentChangeEvent event) {
		if (!SpringCloudEvents.isFollowed(event)) {
			super.onApplicationEvent(event);
		}
	}

}
