package io.setpoint.autoconfigure;

import io.setpoint.Live;
import io.setpoint.Snapshots;
import io.setpoint.acceptance.AcceptancePipeline;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

/**
 * Says what a {@link Live} value that is asked for is missing: its type is not registered
 * as a rule.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
class MissingLiveFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String NOT_APPLIED = "Setpoint's auto-configuration is not applied: it is excluded, or this is"
			+ " a test of a slice that does not know it.";

	private static final String APPLY = "Remove the exclusion, or put"
			+ " '@ImportAutoConfiguration(SetpointAutoConfiguration.class)' on the test.";

	private final BeanFactory beanFactory;

	MissingLiveFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		ResolvableType wanted = cause.getResolvableType();
		if (wanted == null || cause instanceof NoUniqueBeanDefinitionException) {
			return null;
		}
		if (wanted.resolve() == Snapshots.class) {
			return new FailureAnalysis(asks(rootFailure, "Snapshots") + NOT_APPLIED, APPLY, cause);
		}
		return (wanted.resolve() == Live.class) ? missing(rootFailure, wanted.getGeneric().resolve(), cause) : null;
	}

	private FailureAnalysis missing(Throwable failure, @Nullable Class<?> type, NoSuchBeanDefinitionException cause) {
		if (type == null) {
			return new FailureAnalysis(asks(failure, "Live") + "It does not say of which type.",
					"Name the type, as in 'Live<PricingProperties>'.", cause);
		}
		String name = ClassUtils.getShortName(type);
		String asks = asks(failure, "Live<" + name + ">");
		if (!AnnotatedElementUtils.hasAnnotation(type, ConfigurationProperties.class) && !isRegistered(type)) {
			return new FailureAnalysis(asks + type.getName() + " has no @ConfigurationProperties.",
					"Annotate it with '@ConfigurationProperties(\"...\")' and register it with"
							+ " '@ConfigurationPropertiesScan' or '@EnableConfigurationProperties(" + name
							+ ".class)'. What is derived from a live value is no bean: 'live.map(...)' gives it.",
					cause);
		}
		if (!isRegistered(type)) {
			return new FailureAnalysis(asks + type.getName() + " is not registered.",
					"Put '@ConfigurationPropertiesScan' on the application's class, above the package of the type, or"
							+ " '@EnableConfigurationProperties(" + name + ".class)' on any configuration. A test of"
							+ " a slice, such as @WebMvcTest, or with a @SpringBootApplication of its own does not scan so: it"
							+ " needs the latter.",
					cause);
		}
		return isApplied()
				? new FailureAnalysis(asks + "The bean of " + type.getName() + " is not bound by Spring Boot.",
						"Register the type with '@EnableConfigurationProperties(" + name
								+ ".class)', not as a component.",
						cause)
				: new FailureAnalysis(asks + NOT_APPLIED, APPLY, cause);
	}

	private boolean isRegistered(Class<?> type) {
		return this.beanFactory instanceof ListableBeanFactory beans
				&& beans.getBeanNamesForType(type, true, false).length > 0;
	}

	private boolean isApplied() {
		return this.beanFactory instanceof ListableBeanFactory beans
				&& beans.getBeanNamesForType(AcceptancePipeline.class, true, false).length > 0;
	}

	private static String asks(Throwable failure, String wanted) {
		UnsatisfiedDependencyException dependency = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			dependency = (cause instanceof UnsatisfiedDependencyException found) ? found : dependency;
		}
		InjectionPoint point = (dependency != null) ? dependency.getInjectionPoint() : null;
		String who = (point != null) ? ClassUtils.getUserClass(point.getMember().getDeclaringClass()).getName()
				: "The application";
		return who + " asks for " + wanted + ", and there is none. ";
	}

}
