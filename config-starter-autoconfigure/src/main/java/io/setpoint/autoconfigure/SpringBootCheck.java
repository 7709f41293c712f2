package io.setpoint.autoconfigure;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Ends a start on a Spring Boot that is too old, before a class is missed. Uses nothing
 * that has another name there.
 */
class SpringBootCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	/**
	 * Has been in this package since Spring Boot 4.0.
	 */
	private static final String MARK = "org.springframework.boot.EnvironmentPostProcessor";

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (!ClassUtils.isPresent(MARK, event.getSpringApplication().getClassLoader())) {
			throw new UnsupportedSpringBootException(SpringBootVersion.getVersion());
		}
	}

}
