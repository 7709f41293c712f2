package io.setpoint.console.web;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.setpoint.console.access.Rights;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Gives back what was written in a form that is not taken, because its session has ended
 * or it is of another one. It goes on from where it is looked at before anything is
 * written, so that a form which somebody else has made up does nothing by itself.
 */
@Controller
final class LeftFormController {

	private static final String ENDED = "Your session has ended since you opened the form, so nothing was changed.";

	private static final String FOREIGN = "The form was not sent from a page of your session, or your session has"
			+ " ended since it was opened. Nothing was changed: open the page anew.";

	private static final Pattern LOOK = Pattern
		.compile("(.*)/(?:(edit)(?:/publish)?|(-/keys)/(?:review|write)|(start)(?:/preview)?)");

	private final Pages pages;

	LeftFormController(Pages pages) {
		this.pages = pages;
	}

	@RequestMapping(Links.OWN + "/left")
	ModelAndView left(@RequestParam Map<String, String> form, HttpServletRequest request, Rights person) {
		boolean ended = request.getUserPrincipal() == null;
		ModelAndView page = this.pages.page("left", ended ? "Signed out" : "Not allowed", person)
			.addObject("sentence", ended ? ENDED : FOREIGN)
			.addObject("ended", ended)
			.addObject("look", look(request))
			.addObject("written", fields(form, LeftField::isWritten))
			.addObject("rest", fields(form, Predicate.not(LeftField::isWritten)));
		page.setStatus(ended ? HttpStatus.UNAUTHORIZED : HttpStatus.FORBIDDEN);
		return page;
	}

	private static List<LeftField> fields(Map<String, String> form, Predicate<LeftField> wanted) {
		return form.entrySet()
			.stream()
			.filter((field) -> !field.getKey().startsWith("_"))
			.map((field) -> new LeftField(field.getKey(), field.getValue()))
			.filter(wanted)
			.toList();
	}

	/**
	 * Return where a form can be sent to that is only looked at there.
	 * @param request the request that was not taken
	 * @return the address, {@code null} if there is none
	 */
	private static @Nullable String look(HttpServletRequest request) {
		String path = String.valueOf(request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI));
		String context = request.getContextPath();
		Matcher matcher = LOOK.matcher(path.startsWith(context) ? path.substring(context.length()) : path);
		if (!matcher.matches()) {
			return null;
		}
		if (matcher.group(2) != null) {
			return matcher.group(1) + "/edit";
		}
		return matcher.group(1) + ((matcher.group(3) != null) ? "/-/keys/review" : "/start/preview");
	}

}
