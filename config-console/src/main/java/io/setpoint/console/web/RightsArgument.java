package io.setpoint.console.web;

import io.setpoint.console.access.Rights;
import io.setpoint.console.access.RightsResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives pages the rights of whoever looks.
 */
final class RightsArgument implements HandlerMethodArgumentResolver {

	private final RightsResolver resolver;

	RightsArgument(RightsResolver resolver) {
		this.resolver = resolver;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == Rights.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binderFactory) {
		return this.resolver.resolve(request.getUserPrincipal());
	}

}
