"""The language of a story: it is written in English, and this says it in Spanish, too.

What stands here is what people see on their phones, written down by hand: a story that speaks
Spanish fails when the bot says something else.
"""

from __future__ import annotations

from collections.abc import Callable

Spoken = Callable[[str], str]

SPANISH = {
    # Coming in
    "Hi · Hola": "Hi · Hola",
    "English": "Español",
    "I'm a program": "Soy un programa",
    "Go on": "Seguir",
    "Is that all right?": "¿Está bien así?",
    "That is all right": "Está bien",
    "two in the morning": "a las dos de la mañana",
    "Nobody unless I share it": "Nadie, si no lo comparto",
    "how old are you": "¿qué edad tienes?",
    "I'm 18 or older": "Tengo 18 o más",
    "What shall I call you?": "¿Cómo te llamo?",
    "Tuesdays around 6:00": "Los martes hacia las 18:00",
    "New York time?": "hora de Nueva York?",
    "Yes": "Sí",
    "Invite a partner": "Sumar Community Partner",
    "You invite partners": "invitas a Community Partners",
    "You open a circle": "abres un círculo",
    "Open a circle": "Abrir un círculo",
    "You're here, Ana": "Estás en tu círculo, Ana",
    "Invite someone": "Invitar a alguien",
    "Your place opens when": "Tu lugar se abre cuando",
    "An answer for you": "Una respuesta para ti",
    "See it": "Ver",
    "Ben says yes to your invitation": "Ben dice que sí a tu invitación",
    "Ben has a place in your circle": "Ben ya tiene un lugar en tu círculo",
    "Your place is open": "Tu lugar ya está abierto",
    "how are you arriving today?": "¿cómo llegas hoy?",
    # Checking in
    "A quiet moment, Ana?": "¿Un momento tranquilo, Ana?",
    "Start": "Empezar",
    "1 of 8.": "1 de 8.",
    "2 of 8.": "2 de 8.",
    "Warm": "Calidez",
    "In between": "Término medio",
    "Cold": "Frío",
    "very warm": "mucha calidez",
    "Saved": "Guardado",
    "Body": "Cuerpo",
    "one small thing, for you": "una cosa pequeña, para ti",
    "Kept: “a walk to the river”": "Guardado: «a walk to the river»",
    "May I ask": "¿puedo pedirle a Cora",
    "After a week": "Después de una semana",
    "After a quiet week": "Después de una semana sin saber de ti",
    "How did that go?": "¿Cómo te fue?",
    "Partly": "En parte",
    "Partly, then": "En parte, entonces",
    "Not this week": "Esta semana no",
    "keep this chat tidy?": "¿Mantengo este chat en orden?",
    "Leave it as it is": "Dejarlo como está",
    "Everything stays as it is": "Todo se queda como está",
    "one thing that helps": "una cosa que ayuda",
    "this part is about you": "esta parte es sobre ti",
    "how heavy does supporting feel": "¿cuánto pesa acompañar",
    "Fairly heavy": "Más o menos",
    "One small thing for this week": "Algo pequeño para esta semana",
    "Okay": "De acuerdo",
    "That is all for today": "Es todo por hoy",
    # A hard day, and words to Cora
    "What you chose to share": "Lo que elegiste compartir",
    "would you like to tend": "¿Quieres cuidar",
    "Write to Cora": "Escribir a Cora",
    "What would you like to tell Cora?": "¿Qué quieres decirle a Cora?",
    "word for word": "tal cual",
    "Send": "Enviar",
    "on its way to": "Va en camino a",
    "A few words for you": "Unas palabras para ti",
    "Write back": "Contestar",
    "What would you like to tell Ana?": "¿Qué quieres decirle a Ana?",
    # A hello
    "I would like a hello": "Quisiera un saludo",
    "I can ask the people you chose": "Puedo preguntar a las personas que elegiste",
    "Ask for me": "Pregúntales",
    "I'm asking": "Estoy preguntando",
    "A small ask for today": "Algo pequeño para hoy",
    "Ana would like a hello": "Ana quisiera un saludo",
    "I'll call": "Voy a llamar",
    "Ana reads": "A Ana le llega esto",
    "Ben says: I'll call today": "Ben dice: hoy te llamo",
    # Sharing
    "What I share": "Lo que comparto",
    "What you answer is yours": "Lo que respondes es tuyo",
    "Ben sees nothing": "Ben no ve nada",
    "Share something": "Compartir algo",
    "What would you like Ben to see?": "¿Qué te gustaría que vea Ben?",
    "Ben would see one word": "Ben vería una palabra",
    "Yes, share it": "Sí, compartirlo",
    "Ben sees: Body": "Ben ve: Cuerpo",
    "Your note for this week, Ben": "Tu nota de esta semana, Ben",
    "Ana shares with you": "Ana comparte contigo",
    "Would you like it to go on?": "¿Quieres que siga?",
    "Go on sharing": "Seguir compartiendo",
    "Ben (more)": "Ben",
    # The gap
    "needs a look": "necesita atención",
    "do not reach": "no llegan",
    "Offer to step in": "Ofrecerme para acompañar",
    "You have offered to step in": "Ya te ofreciste",
    "A question about your circle": "Una pregunta sobre tu círculo",
    "Cora can be your supporter for now": "Cora puede acompañarte por ahora",
    "Cora is your supporter for now": "Cora te acompaña por ahora",
    "An answer about circle": "Una respuesta sobre el círculo",
    "Good that you're here, Ben": "Qué bien que estés aquí, Ben",
    "Your stepping in has ended": "Ya no hace falta que acompañes tú",
    "Something changed, no hurry": "Algo cambió, sin prisa",
    "Ben is here again": "Ben está aquí de nuevo",
    # A break
    "My places": "Mis lugares",
    "You have a place in the circle of Ana": "Tienes un lugar en el círculo de Ana",
    "Take a break": "Tomar un descanso",
    "Nobody is told why": "A nadie se le dice por qué",
    "1 week": "1 semana",
    "Your break goes on until": "Tu descanso dura hasta",
    "Ben is taking a break. I don't know why.": "Ben está tomando un descanso. No sé por qué.",
    "Week 8 of 12": "Semana 8 de 12",
    "Week 9 of 12": "Semana 9 de 12",
    "Ben: taking a break": "Ben: en un descanso",
    "Ben: here": "Ben: está aquí",
    # The end
    "A word about": "Unas palabras sobre",
    "The time of your circle ends on": "El tiempo de tu círculo termina el",
    "The time of the circle of Ana ends on": "El tiempo del círculo de Ana termina el",
    "On its page you can give it more time": "En su página puedes darle más tiempo",
    "I won't come by any more": "Ya no pasaré más",
    "Thank you for the time you gave": "Gracias por el tiempo que diste",
    "Thank you for carrying it": "Gracias por cuidarlo",
    "Here is all that I keep": "Aquí está todo lo que guardo",
    "Send it here": "Envíalo aquí",
    "To read": "Para leer",
    "Telegram's cloud": "la nube de Telegram",
    "There is no way back": "No hay vuelta atrás",
    "Delete everything": "Borrar todo",
    "I've deleted what you told me": "Borré lo que me contaste",
}


def english(words: str) -> str:
    """As it is written."""
    return words


def spanish(words: str) -> str:
    """What a phone shows in Spanish."""
    return SPANISH[words]
