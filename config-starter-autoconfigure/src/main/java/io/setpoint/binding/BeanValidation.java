package io.setpoint.binding;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Locale;

import jakarta.validation.MessageInterpolator;

import org.springframework.boot.validation.MessageInterpolatorFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/**
 * Bean Validation for configuration properties, with one factory for all types and all
 * time. A message that interpolates the validated value gets a placeholder instead.
 */
class BeanValidation {

	private static final String[] REQUIRED_CLASSES = { "jakarta.validation.Validator",
			"jakarta.validation.ValidatorFactory", "jakarta.validation.bootstrap.GenericBootstrap" };

	private final LocalValidatorFactoryBean delegate = new LocalValidatorFactoryBean();

	BeanValidation(ConfigurableApplicationContext context) {
		this.delegate.setApplicationContext(context);
		this.delegate
			.setMessageInterpolator(new WithholdingInterpolator(new MessageInterpolatorFactory(context).getObject()));
		this.delegate.afterPropertiesSet();
	}

	static boolean isPresent(ConfigurableApplicationContext context) {
		for (String className : REQUIRED_CLASSES) {
			if (!ClassUtils.isPresent(className, context.getClassLoader())) {
				return false;
			}
		}
		return true;
	}

	Validator validator(Class<?> type) {
		return new TypeValidator(type, this.delegate);
	}

	/**
	 * Validates the type itself only: what is nested is reached by {@code @Valid}.
	 */
	private record TypeValidator(Class<?> type, LocalValidatorFactoryBean delegate) implements Validator {

		@Override
		public boolean supports(Class<?> candidate) {
			return this.type.equals(candidate) && this.delegate.supports(candidate);
		}

		@Override
		public void validate(Object target, Errors errors) {
			this.delegate.validate(target, errors);
		}

	}

	private record WithholdingInterpolator(MessageInterpolator delegate) implements MessageInterpolator {

		@Override
		public String interpolate(String template, Context context) {
			return this.delegate.interpolate(template, withhold(context));
		}

		@Override
		public String interpolate(String template, Context context, Locale locale) {
			return this.delegate.interpolate(template, withhold(context), locale);
		}

		private static Context withhold(Context context) {
			Class<?>[] interfaces = ClassUtils.getAllInterfaces(context);
			return (Context) Proxy.newProxyInstance(context.getClass().getClassLoader(), interfaces,
					(proxy, method, args) -> {
						if (method.getName().equals("getValidatedValue")) {
							return "***";
						}
						try {
							return method.invoke(context, args);
						}
						catch (InvocationTargetException ex) {
							throw ex.getTargetException();
						}
					});
		}

	}

}
