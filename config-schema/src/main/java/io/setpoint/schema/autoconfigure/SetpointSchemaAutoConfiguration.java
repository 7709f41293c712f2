package io.setpoint.schema.autoconfigure;

import java.util.Objects;

import io.setpoint.autoconfigure.SchemaSource;
import io.setpoint.autoconfigure.SetpointAutoConfiguration;
import io.setpoint.autoconfigure.SetpointRolloutControlAutoConfiguration;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.schema.SchemaGenerator;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration for the schema of what the application binds, which is left in etcd
 * where a configuration is imported by {@code rollout:}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SetpointAutoConfiguration.class, before = SetpointRolloutControlAutoConfiguration.class)
@ConditionalOnClass(BoundTypes.class)
public final class SetpointSchemaAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SchemaSource setpointSchemaSource(BoundTypes types, ConfigurableListableBeanFactory beanFactory) {
		SingletonSupplier<String> schema = SingletonSupplier.of(() -> schema(types, beanFactory));
		return schema::obtain;
	}

	private static String schema(BoundTypes types, ConfigurableListableBeanFactory beanFactory) {
		SchemaGenerator generator = new SchemaGenerator(Objects.requireNonNullElseGet(beanFactory.getBeanClassLoader(),
				SetpointSchemaAutoConfiguration.class::getClassLoader))
			.converted(new OwnConverters(beanFactory));
		for (BoundType type : types) {
			if (!BoundTypes.isInfrastructure(type.type())) {
				generator.add(type.prefix(),
						Bindable.of(type.target())
							.withAnnotations(type.annotations())
							.withBindMethod(type.bindMethod()));
			}
		}
		return generator.generate().json();
	}

}
