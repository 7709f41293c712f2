package io.setpoint.autoconfigure;

import java.util.function.Supplier;

import io.setpoint.configdata.ImportSession;
import io.setpoint.configdata.SetpointProperties;
import org.jspecify.annotations.Nullable;

/**
 * The settings that count: those that the imports were read with. What comes into the
 * environment later, be it from etcd, has no say in them.
 */
final class SettingsInForce {

	private SettingsInForce() {
	}

	/**
	 * Return the settings.
	 * @param session what the imports have left, {@code null} if nothing is imported
	 * @param bound the settings as the environment gives them now
	 * @return the settings that count
	 */
	static SetpointProperties of(@Nullable ImportSession session, Supplier<SetpointProperties> bound) {
		return (session != null) ? session.properties() : bound.get();
	}

}
