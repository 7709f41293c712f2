package io.setpoint.console.web;

import java.util.Map;

import io.setpoint.console.access.RightsResolver;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/**
 * Says what no page of the console could say, such as that a form is not taken without
 * the token of its session.
 */
final class ConsoleErrorPages implements ErrorViewResolver {

	private final Pages pages;

	private final Links links;

	private final RightsResolver rights;

	ConsoleErrorPages(Pages pages, Links links, RightsResolver rights) {
		this.pages = pages;
		this.links = links;
		this.rights = rights;
	}

	@Override
	public @Nullable ModelAndView resolveErrorView(HttpServletRequest request, HttpStatus status,
			Map<String, Object> model) {
		String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
		if (!path.startsWith(request.getContextPath() + this.links.base() + "/")) {
			return null;
		}
		ModelAndView page = this.pages.page("problem", title(status), this.rights.resolve(request.getUserPrincipal()))
			.addObject("sentence", sentence(status));
		page.setStatus(status);
		return page;
	}

	private static String title(HttpStatus status) {
		return switch (status) {
			case NOT_FOUND -> "Not found";
			case FORBIDDEN -> "Not allowed";
			default -> status.is4xxClientError() ? "Not taken" : "It went wrong";
		};
	}

	private static String sentence(HttpStatus status) {
		return switch (status) {
			case NOT_FOUND -> "There is no such page.";
			case FORBIDDEN -> "That is not allowed to you. Nothing was changed.";
			case METHOD_NOT_ALLOWED -> "This address takes forms only: begin at the page that has it.";
			default -> status.is4xxClientError()
					? "Something is missing in what was sent, or is not of its kind. Nothing was changed: open the page"
							+ " anew."
					: "The console failed at this; its log says where. Look whether anything was changed before you"
							+ " try again.";
		};
	}

}
