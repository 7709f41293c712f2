package io.setpoint.cloud;

import java.util.LinkedHashSet;
import java.util.Set;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.document.LocationPropertySource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.context.properties.ConfigurationPropertiesBeans;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The properties beans that Spring Cloud rebinds: those that do not follow their
 * properties anyway. Its way resets a live bean to its defaults first, and writes a value
 * into it before it is validated.
 *
 * @since 0.1.0
 */
public final class UnfollowedPropertiesBeans extends ConfigurationPropertiesBeans {

	private final ObjectProvider<BoundTypes> types;

	private final ConfigurableEnvironment environment;

	/**
	 * Create the beans.
	 * @param types the types that follow their properties
	 * @param environment the environment, which may have no locations at all
	 */
	public UnfollowedPropertiesBeans(ObjectProvider<BoundTypes> types, ConfigurableEnvironment environment) {
		this.types = types;
		this.environment = environment;
	}

	@Override
	public Set<String> getBeanNames() {
		Set<String> names = new LinkedHashSet<>(super.getBeanNames());
		if (!LocationPropertySource.in(this.environment).isEmpty()) {
			BoundTypes types = this.types.getObject();
			names.removeIf((name) -> isFollowed(types, name));
		}
		return names;
	}

	private static boolean isFollowed(BoundTypes types, String beanName) {
		BoundType type = types.get(beanName);
		return type != null && type.singleton() && !BoundTypes.isInfrastructure(type.type());
	}

}
