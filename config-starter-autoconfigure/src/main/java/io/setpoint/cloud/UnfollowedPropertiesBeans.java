package io.setpoint.cloud;

import java.util.LinkedHashSet;
import java.util.Set;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.document.LocationPropertySource;

import org.springframework.cloud.context.properties.ConfigurationPropertiesBeans;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The properties beans that Spring Cloud rebinds: those that do not follow their
 * properties anyway. Its way resets a live bean to its defaults first, and writes a value
 * into it before it is validated.
 *
 * @since 0.1.0
 */
public final class UnfollowedPropertiesBeans extends ConfigurationPropertiesBeans {

	private final ConfigurableApplicationContext context;

	/**
	 * Create the beans.
	 * @param context the context, whose environment may have no locations at all
	 */
	public UnfollowedPropertiesBeans(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public Set<String> getBeanNames() {
		Set<String> names = new LinkedHashSet<>(super.getBeanNames());
		if (!LocationPropertySource.in(this.context.getEnvironment()).isEmpty()) {
			names.removeIf(this::isFollowed);
		}
		return names;
	}

	/**
	 * The beans of an ancestor are among those that Spring Cloud rebinds here.
	 * @param beanName the name of a bean
	 * @return whether the context that has it follows its properties
	 */
	private boolean isFollowed(String beanName) {
		for (ApplicationContext holder = this.context; holder != null; holder = holder.getParent()) {
			if (holder.containsLocalBean(beanName)) {
				BoundTypes types = holder.getBeanProvider(BoundTypes.class).getIfAvailable();
				return types != null && isFollowed(types, beanName);
			}
		}
		return false;
	}

	private static boolean isFollowed(BoundTypes types, String beanName) {
		BoundType type = types.get(beanName);
		return type != null && type.singleton() && type.isFollowed() && !BoundTypes.isInfrastructure(type.type());
	}

}
