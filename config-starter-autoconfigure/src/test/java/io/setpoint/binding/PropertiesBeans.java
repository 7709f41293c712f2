package io.setpoint.binding;

import org.springframework.boot.context.properties.bind.BindConstructorProvider;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Defines properties beans as Boot does, without having it bind them.
 */
final class PropertiesBeans {

	private PropertiesBeans() {
	}

	static void register(GenericApplicationContext context, Class<?> type) {
		context.registerBean(type, (definition) -> {
			definition.setLazyInit(true);
			definition.setAttribute(BindMethod.class.getName(), bindMethod(type));
		});
	}

	private static BindMethod bindMethod(Class<?> type) {
		return (BindConstructorProvider.DEFAULT.getBindConstructor(type, false) != null) ? BindMethod.VALUE_OBJECT
				: BindMethod.JAVA_BEAN;
	}

}
