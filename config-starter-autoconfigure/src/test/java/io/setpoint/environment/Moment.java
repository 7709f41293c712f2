package io.setpoint.environment;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * When somebody else touches the environment of an application that starts.
 */
enum Moment {

	ENVIRONMENT_POST_PROCESSOR {

		@Override
		void touch(SpringApplicationBuilder application, Consumer<ConfigurableEnvironment> action) {
			application.listeners(environmentPrepared(Ordered.HIGHEST_PRECEDENCE + 30, action));
		}

	},

	APPLICATION_CONTEXT_INITIALIZER {

		@Override
		void touch(SpringApplicationBuilder application, Consumer<ConfigurableEnvironment> action) {
			application.initializers((context) -> action.accept(context.getEnvironment()));
		}

	},

	BEAN_FACTORY_POST_PROCESSOR {

		@Override
		void touch(SpringApplicationBuilder application, Consumer<ConfigurableEnvironment> action) {
			application.initializers((context) -> context
				.addBeanFactoryPostProcessor((beanFactory) -> action.accept(context.getEnvironment())));
		}

	},

	BEAN_POST_PROCESSOR {

		@Override
		void touch(SpringApplicationBuilder application, Consumer<ConfigurableEnvironment> action) {
			AtomicBoolean touched = new AtomicBoolean();
			application
				.initializers((context) -> context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {

					@Override
					public Object postProcessBeforeInitialization(Object bean, String beanName) {
						if (beanName.equals("service") && touched.compareAndSet(false, true)) {
							action.accept(context.getEnvironment());
						}
						return bean;
					}

				}));
		}

	},

	APPLICATION_READY {

		@Override
		void touch(SpringApplicationBuilder application, Consumer<ConfigurableEnvironment> action) {
			application.listeners((ApplicationListener<ApplicationReadyEvent>) (event) -> action
				.accept(event.getApplicationContext().getEnvironment()));
		}

	};

	/**
	 * Return whether types have been bound by then.
	 * @return {@code true} if it is late
	 */
	boolean isAfterBinding() {
		return this == BEAN_POST_PROCESSOR || this == APPLICATION_READY;
	}

	abstract void touch(SpringApplicationBuilder application, Consumer<ConfigurableEnvironment> action);

	/**
	 * What happens after Spring Boot has prepared the environment.
	 * @param order the order among others
	 * @param action what happens
	 * @return a listener that does it
	 */
	static ApplicationListener<?> environmentPrepared(int order, Consumer<ConfigurableEnvironment> action) {
		return new GenericApplicationListener() {

			@Override
			public boolean supportsEventType(ResolvableType eventType) {
				return eventType.isAssignableFrom(ApplicationEnvironmentPreparedEvent.class);
			}

			@Override
			public int getOrder() {
				return order;
			}

			@Override
			public void onApplicationEvent(ApplicationEvent event) {
				action.accept(((ApplicationEnvironmentPreparedEvent) event).getEnvironment());
			}

		};
	}

}
